import { CONTROL_CHARACTER } from './control-characters.ts';

/** Matches an email address. It checks much less than RFC 5322, because SNS sends an email to confirm each address. */
const EMAIL_ADDRESS = /^[^\s@,;<>()"]+@[^\s@,;<>()"]+[.][^\s@,;<>().]+$/;

/** Checks whether a string looks like an email address and is safe to print on a terminal. */
export function isEmailAddress(text: string): boolean {
  return EMAIL_ADDRESS.test(text) && !CONTROL_CHARACTER.test(text);
}
