import { isThrottling } from './aws-failure.ts';
import { onAnswers } from './connection.ts';

/** Counts a client's throttled calls, including those that the SDK retries. */
export function countThrottles(client: unknown): { readonly count: number } {
  const throttles = { count: 0 };
  onAnswers(
    client,
    'countThrottles',
    (next) => async (request) => {
      try {
        return await next(request);
      } catch (error) {
        throttles.count += Number(isThrottling(error));
        throw error;
      }
    },
    'high',
  );
  return throttles;
}
