import fc from "fast-check";

/** A mutant that random input meets is met early; one that survives is not to cost minutes. */
fc.configureGlobal({ endOnFailure: true, interruptAfterTimeLimit: 400 });
