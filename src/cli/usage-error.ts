/** The command was called in a way that cannot work; its message goes to the user as it is. Exit code 2. */
export class UsageError extends Error {}
