/** The deployment whose command line is put to faults: what fails there must not be in the way of the function's notices. */
export const COMMANDED = 'commanded';
