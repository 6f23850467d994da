import { VIAS, type Via } from '../../../core/naming/physical-names.ts';
import { ApiError } from '../http/api-error.ts';
import type { ApiCall } from '../http/route.ts';

/**
 * Returns the reminder state machine with the given name.
 *
 * @throws ApiError if there is none
 */
export function viaOf(text: unknown): Via {
  const via = VIAS.find((each) => each === text);
  if (!via) {
    throw new ApiError(404, 'There is no such state machine.');
  }
  return via;
}

/**
 * Returns a reminder's state machine and id from the path of a call.
 *
 * @throws ApiError if there is no such state machine
 */
export const pathOf = ({ params }: ApiCall) => ({ via: viaOf(params['via']), id: params['id'] ?? '' });
