import { isEmailAddress } from '../../core/text/is-email-address.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';

/** Returns the argument if it is an email address. Otherwise, throws a Failure. */
export function readEmail(given: string): string {
  if (!isEmailAddress(given)) {
    throw new Failure(EXIT.usage, `"${clean(given)}" is not an email address: write one such as you@example.com.`);
  }
  return given;
}
