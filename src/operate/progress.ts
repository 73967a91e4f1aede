/** Where an operation tells how far it is. */
export interface Progress {
  /** A state that was reached, such as `locked`; told once. */
  done(text: string): void;
  /** What is waited for now, told again and again with the time that it takes; nothing where `text` is undefined. */
  waiting(text: string | undefined): void;
  /** A line of detail, such as one of a log. */
  detail(text: string): void;
}
