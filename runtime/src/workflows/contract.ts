/** The workflow type that a schedule starts; its one argument is the compiled activity. It never changes its meaning. */
export const RUN_WORKFLOW = "runActivity";
