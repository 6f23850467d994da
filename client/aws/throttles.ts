import { isThrottling } from './aws-failure.ts';
import { onAnswers } from './connection.ts';

/** Counts the responses that throttle a client's calls, including those after which the SDK tries again. */
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
