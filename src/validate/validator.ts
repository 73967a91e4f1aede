/** One finding of a validation function that ajv generated from a schema. */
export interface SchemaError {
  /** JSON Pointer (RFC 6901) to the value, from the document's root. */
  readonly instancePath: string;
  /** URI fragment of the keyword that failed, from the schema's root. */
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set where the finding is about a key rather than a value. */
  readonly propertyName?: string;
}

/** Returns whether the value is valid; afterwards `errors` lists everything that is not. */
export interface Validator {
  (data: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}
