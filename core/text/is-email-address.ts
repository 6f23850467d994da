import { CONTROL_CHARACTER } from './control-characters.ts';

/**
 * Catches what cannot be an email address. It is far looser than RFC 5322, because SNS checks an address by sending an
 * email to it.
 */
const EMAIL_ADDRESS = /^[^\s@,;<>()"]+@[^\s@,;<>()"]+[.][^\s@,;<>().]+$/;

/** Tells whether a text may be an email address, and is safe to print on a terminal. */
export function isEmailAddress(text: string): boolean {
  return EMAIL_ADDRESS.test(text) && !CONTROL_CHARACTER.test(text);
}
