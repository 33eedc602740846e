export {};

/**
 * For the stack trace query, the SDK takes a stack trace with every promise of a workflow: at ten frames that was
 * a fifth of a worker's CPU. One frame still names the place where something failed.
 */
Error.stackTraceLimit = 1;
