/** Where the units of local runners are, relative to the project's root. */
export const UNITS_FOLDER = "systemd/generated";
