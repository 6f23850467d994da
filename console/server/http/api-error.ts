/** Thrown by a route to answer with an HTTP error. The page shows `problem` and `next` unchanged. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly problem: string,
    readonly next?: string | undefined,
  ) {
    super(problem);
  }
}
