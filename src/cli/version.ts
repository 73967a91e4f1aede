declare const ACTDEF_VERSION: string | undefined;

/** The package's version, put in when the program is built. */
export const VERSION = typeof ACTDEF_VERSION === "string" ? ACTDEF_VERSION : "development";
