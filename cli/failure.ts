/** The exit codes. */
export const EXIT = { done: 0, failed: 1, usage: 2, notFound: 3, notAllowed: 4, interrupted: 130 } as const;

/** A number from {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The optional parts of a failure. */
export interface FailureOptions extends ErrorOptions {
  /** The next step, in one sentence. Missing if the problem already contains it. */
  readonly next?: string | undefined;
}

/** An error with a message for the user: the problem and the next step, each in one sentence. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly next: string | undefined;
  /** The possible due times of a refused phrase. */
  readonly readings: readonly { readonly when: string; readonly due: number }[] | undefined = undefined;

  constructor(
    readonly exitCode: ExitCode,
    readonly problem: string,
    { next, ...options }: FailureOptions = {},
  ) {
    super(next === undefined ? problem : `${problem} ${next}`, options);
    this.next = next;
  }
}
