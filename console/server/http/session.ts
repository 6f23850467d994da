import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Decides which browsers may use the API. The printed URL contains a token of this run. The page exchanges the token for a
 * cookie that scripts cannot read, and removes the token from the URL. The cookie's value depends on the secret and not on the
 * run, so an open page still has access after a restart.
 */
export interface Session {
  /** The token for the printed URL. */
  readonly token: string;
  /** Returns the value of the header `Set-Cookie` if the token is right, or `undefined` if it is wrong. */
  exchange(token: string): string | undefined;
  /** True if a request's header `Cookie` contains the right cookie. */
  isOpen(cookies: string | undefined): boolean;
}

/** Compares two strings in constant time, to prevent timing attacks. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}

/**
 * Returns the session of a server.
 *
 * @param secret a string that only this user knows
 * @param port the server's port. The cookie's name contains it, because browsers share cookies between the ports of a host.
 */
export function makeSession(secret: string, port: number): Session {
  const token = randomBytes(24).toString('base64url');
  const name = `remindme-${port}`;
  const value = createHmac('sha256', secret).update(`remindme web ${port}`).digest('base64url');
  return {
    token,
    exchange: (given) => (isSame(given, token) ? `${name}=${value}; HttpOnly; SameSite=Strict; Path=/api/` : undefined),
    isOpen: (cookies = '') =>
      cookies
        .split(/; */)
        .some((cookie) => cookie.startsWith(`${name}=`) && isSame(cookie.slice(name.length + 1), value)),
  };
}
