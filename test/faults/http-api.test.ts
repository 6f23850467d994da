import { physicalNames } from '../../core/naming/physical-names.ts';
import { apiUrlOf, callApi } from '../end-to-end/api-client.ts';
import { CLIENT_CONFIG } from '../end-to-end/deployed-service.ts';
import { pointFunctionAt } from './deployed-function.ts';
import { type FUNCTION_CALLS, faultCases, OFTEN_BEHIND } from './fault-cases.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { addFaultRow, printFaultSums } from './fault-table.ts';
import { BEHIND } from './services.ts';

/** Tests that no reminder is lost or started twice if the client retries a request after a failed AWS call. */

const FUNCTION = physicalNames(BEHIND).functions.httpApi;

let url: string;
beforeAll(async () => {
  url = await apiUrlOf(BEHIND);
});
afterAll(async () => {
  await pointFunctionAt(FUNCTION, CLIENT_CONFIG.endpoint);
  printFaultSums('The HTTP API');
});

const inSeconds = (seconds: number) => `${new Date(Date.now() + seconds * 1_000).toISOString().slice(0, 19)}Z`;
const reminderStatus = async (id: string) => (await callApi(url, 'GET', `reminders/${id}`)).body.status;

type Body = { readonly id?: string; readonly detail?: string };
type Answer = { readonly status: number; readonly body: Body };

/** A request to the HTTP API, and the AWS calls that it causes. */
interface Operation {
  readonly calls: readonly (typeof FUNCTION_CALLS)['http-api'][number][];
  readonly method: string;
  readonly path: (id: string) => string;
  readonly body?: (text: string) => object;
  /** True if the reminder is repeated. */
  readonly isRepeated?: boolean;
  /** True if the reminder is pending after the request. */
  readonly isPending: boolean;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  POST: {
    calls: ['StartExecution'],
    method: 'POST',
    path: () => 'reminders',
    body: (text) => ({ message: text, timestamp: DUE }),
    isPending: true,
  },
  PATCH: {
    calls: ['DescribeExecution', 'StartExecution', 'StopExecution'],
    method: 'PATCH',
    path: (id) => `reminders/${id}`,
    body: (text) => ({ message: `${text}, changed` }),
    isPending: true,
  },
  DELETE: {
    calls: ['DescribeExecution', 'StopExecution'],
    method: 'DELETE',
    path: (id) => `reminders/${id}`,
    isPending: false,
  },
  'POST of a repeated reminder': {
    calls: ['CreateSchedule', 'GetSchedule'],
    method: 'POST',
    path: () => 'reminders',
    body: (text) => ({ message: text, repeat: REPEAT }),
    isPending: true,
  },
  'PATCH of a repeated reminder': {
    calls: ['GetSchedule', 'UpdateSchedule'],
    method: 'PATCH',
    path: (id) => `reminders/${id}`,
    body: (text) => ({ message: `${text}, changed` }),
    isRepeated: true,
    isPending: true,
  },
  'DELETE of a repeated reminder': {
    calls: ['DeleteSchedule'],
    method: 'DELETE',
    path: (id) => `reminders/${id}`,
    isRepeated: true,
    isPending: false,
  },
  'GET the list': { calls: ['ListExecutions'], method: 'GET', path: () => 'reminders?limit=1', isPending: true },
};

const DUE = inSeconds(86_400);
const REPEAT = { rrule: 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0', zone: 'UTC' };

/** Returns the id of the new or changed reminder in a response, or `undefined` if the response contains none. */
const newIds = ({ body: { id, detail = '' } }: Answer) => id ?? /moved to (\S+?)[.]?$/.exec(detail)?.[1];

describe.each(Object.entries(OPERATIONS))('%s', (name, { calls, method, path, body, isRepeated, isPending }) => {
  test.each(faultCases(calls, OFTEN_BEHIND))('loses no reminder and starts none twice: %s', async (what, rule) => {
    const text = `${name}, ${what}`;
    // a POST request itself adds the reminder
    const added =
      method === 'POST'
        ? undefined
        : await callApi(url, 'POST', 'reminders', {
            body: { message: text, ...(isRepeated ? { repeat: REPEAT } : { timestamp: DUE }) },
          });
    const old = String(added?.body.id);
    const ask = (): Promise<Answer> => callApi(url, method, path(old), body && { body: body(text) });
    const proxy = await startFaultProxy(CLIENT_CONFIG.endpoint, rule);
    await pointFunctionAt(FUNCTION, proxy.endpoint);

    const first = await ask();
    await proxy.close();
    await pointFunctionAt(FUNCTION, CLIENT_CONFIG.endpoint);
    const last = first.status < 400 ? first : await ask();

    const id = method === 'GET' || method === 'DELETE' ? old : newIds(last);
    const ids = [...new Set([id, ...(added ? [old] : [])])].filter((each) => each !== undefined);
    const pending = (await Promise.all(ids.map(reminderStatus))).filter((status) => status === 'pending').length;
    const wanted = isPending ? 1 : 0;
    addFaultRow({
      fault: text,
      tries: proxy.tries,
      delivered: Math.min(pending, wanted),
      twice: Math.max(0, pending - wanted),
      lost: pending < wanted ? 1 : 0,
      reported: first.status < 400 ? '' : `${first.status}`,
    });
    expect(proxy.tries).toBeGreaterThan(0);
    expect([200, 201, 429, 502, 503]).toContain(first.status);
    // if AWS's last response to the first request was lost, the second request finds the reminder moved (409) or its schedule
    // deleted (404)
    const isDone = (method === 'PATCH' && last.status === 409) || (method === 'DELETE' && last.status === 404);
    expect(last.status < 400 || isDone).toBe(true);
    expect(pending).toBe(wanted);
  });
});
