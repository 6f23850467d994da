/** The deployment of the command line's fault tests, apart from the function's, whose failure emails a test counts. */
export const COMMANDED = 'commanded';
