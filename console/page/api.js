/** Thrown if a call fails. `next` is advice, if any. `status` is the HTTP status, or 0 if there is no response. */
class ApiError extends Error {
  constructor(status, problem, next) {
    super(next ? `${problem} ${next}` : problem);
    this.status = status;
    this.problem = problem;
    this.next = next;
  }
}

/**
 * Calls the API of the page's server.
 *
 * @param {string} path the path after `/api/`
 * @param {object} [body] the body of a POST request; without a body, the call is a GET request
 * @returns the JSON of the response
 * @throws ApiError if the server does not respond, or responds with an error
 */
export async function call(path, body) {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`/api/${path}`, body === undefined ? {} : post).catch(() => {
    throw new ApiError(0, 'The server of this page does not answer.', 'Is it still running?');
  });
  const result = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new ApiError(answer.status, result.problem ?? `The server answers with ${answer.status}.`, result.next);
  }
  return result;
}

/** Returns the API path of a reminder, followed by `rest`. */
export const reminderPath = ({ via, id }, rest = '') => `reminders/${via}/${encodeURIComponent(id)}${rest}`;
