/** What the command ends with. */
export const EXIT = { done: 0, failed: 1, usage: 2, notFound: 3, notAllowed: 4, interrupted: 130 } as const;

/** One of {@link EXIT}'s numbers. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A failure that a person can act on: its message is a sentence with the next step. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly exitCode: ExitCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
