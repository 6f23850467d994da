import fc from 'fast-check';
import { mostInASecond } from '../../benchmarks/most-in-a-second.ts';
import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { BatchResult, ReminderToStart } from '../../core/reminder-file/import-work.ts';
import { type Definition, everyState, type State, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { runDefinition, type Service, StatesError, waysOf } from '../support/run-definition.ts';

/** Tests the states that start a batch of reminders, and the pace of the batches. */

const definition = stateMachinesOf(Object.values(synthesise().templates)).find(
  ({ name }) => name === 'remindme-import-file',
)?.definition as Definition;
const startAll = definition.States['Start the reminders'] as State;
const batch = startAll['ItemProcessor'] as Definition;
const states = everyState(batch);
const stateOf = (name: string) => states.find(([each]) => each === name)?.[1] as State;

const arn = (via: Via, kind = 'stateMachine') => `arn:aws:states:eu-central-1:111122223333:${kind}:remindme-${via}`;

const toStart = (line: number, change: Partial<ReminderToStart> = {}): ReminderToStart => ({
  line,
  via: 'sns',
  name: `reminder-${line}`,
  input: { message: `reminder ${line}`, subject: 'Reminder', timestamp: inSeconds(86_400), import: 'an-event' },
  ...change,
});
const inSeconds = (seconds: number) => formatInstant(Date.now() + seconds * 1_000);

/** The branches that the tests have taken. */
const taken = new Set<string>();

/** Runs the states of a batch. Returns the result of the batch and its calls. */
async function start(items: readonly ReminderToStart[], service: Service = () => ({})) {
  // biome-ignore lint/suspicious/noExplicitAny: the arguments of two calls
  const calls: { readonly action: string; readonly args: any }[] = [];
  const answer: Service = (action, args) => {
    calls.push({ action, args });
    return service(action, args);
  };
  const waits: number[] = [];
  const run = await runDefinition(
    batch,
    { Items: items },
    { service: answer, wait: (seconds) => waits.push(seconds), context: {} },
  );
  for (const way of run.ways) {
    taken.add(way);
  }
  expect(run).toMatchObject({ status: 'SUCCEEDED' });
  expect(waits).toEqual([1]);
  return { result: run.output as BatchResult, calls };
}

const fails = (error: string): Service => {
  return () => {
    throw new StatesError(error, 'because');
  };
};

test.each(VIAS)('starts a reminder through %s, with its name and its input', async (via) => {
  const reminder = toStart(2, { via });

  const { result, calls } = await start([reminder]);

  expect(result).toEqual({ started: 1, existing: 0, refused: [] });
  expect(calls).toEqual([
    {
      action: 'aws-sdk:sfn:startExecution',
      args: { StateMachineArn: arn(via), Name: 'reminder-2', Input: expect.any(String) },
    },
  ]);
  expect(JSON.parse(calls[0]?.args.Input)).toEqual(reminder.input);
});

test.each<[error: string, result: BatchResult]>([
  ['Sfn.ExecutionAlreadyExistsException', { started: 0, existing: 1, refused: [] }],
  ...['Sfn.SfnException', 'States.Timeout', 'Sfn.InvalidNameException'].map((error): [string, BatchResult] => [
    error,
    { started: 0, existing: 0, refused: [{ line: 2, problem: expect.stringContaining(`started: ${error}.`) }] },
  ]),
])('a start that ends with %s counts as %j', async (error, expected) => {
  const { result } = await start([toStart(2)], fails(error));

  expect(result).toEqual(expected);
});

test('a reminder whose time had passed is refused, unless it was started before', async () => {
  const [before, missed] = [toStart(2, { missed: 'It is in the past.' }), toStart(3, { missed: 'It is in the past.' })];
  const service: Service = (_, { ExecutionArn }) => {
    if (ExecutionArn === `${arn('sns', 'execution')}:reminder-3`) {
      throw new StatesError('Sfn.ExecutionDoesNotExistException', 'because');
    }
    return { Status: 'SUCCEEDED' };
  };

  const { result, calls } = await start([before, missed], service);

  expect(result).toEqual({ started: 0, existing: 1, refused: [{ line: 3, problem: 'It is in the past.' }] });
  expect(calls.map(({ action }) => action)).toEqual(Array(2).fill('aws-sdk:sfn:describeExecution'));
});

test('the tests of a batch take every branch', () => {
  expect([...taken].sort()).toEqual(waysOf(states).sort());
});

test('the reminder machine accepts every input, however long the row has waited', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: -86_400, max: REMINDER_LIMITS.secondsAhead - 60 }),
      fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== ''),
      async (seconds, message) => {
        const timestamp = inSeconds(seconds);
        const { calls } = await start([
          toStart(2, { input: { message, subject: 'Reminder', timestamp, import: 'an-event' } }),
        ]);

        const input = JSON.parse(calls[0]?.args.Input);
        const isLate = 'seconds' in input;
        expect(input.message).toBe(message);
        expect(checkReminderRequest(input, Date.now())).toMatchObject({ message });
        // a reminder that is not late keeps its timestamp
        expect(isLate ? seconds < 0 : input.timestamp === timestamp).toBe(true);
      },
    ),
    { numRuns: 50 },
  );
});

test('the result counts each row once, whatever Step Functions answers', async () => {
  const ERRORS = ['', 'Sfn.ExecutionAlreadyExistsException', 'Sfn.SfnException', 'States.Timeout'];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...ERRORS), { minLength: 1, maxLength: 10 }), async (errors) => {
      const service: Service = (_, { Name }) => {
        const error = errors[Number(Name.split('-')[1])];
        return error ? fails(error)('', {}) : {};
      };

      const { result } = await start(
        errors.map((_, line) => toStart(line)),
        service,
      );

      const lines = errors.flatMap((error, line) => (error === '' || error.includes('AlreadyExists') ? [] : [line]));
      expect(result).toEqual({
        started: errors.filter((error) => error === '').length,
        existing: errors.filter((error) => error.includes('AlreadyExists')).length,
        refused: lines.map((line) => ({ line, problem: expect.any(String) })),
      });
    }),
    { numRuns: 30 },
  );
});

test('at most 100 reminders start in any second, however long each call takes', () => {
  const { MaxItemsPerBatch: most } = startAll['ItemBatcher'];
  const { MaxConcurrency: atOnce, Next: next } = stateOf('Start each reminder');
  const { Seconds: pause, End: isLast } = stateOf(String(next));
  expect({ most, batchesAtOnce: startAll['MaxConcurrency'], isLast }).toEqual({
    most: 100,
    batchesAtOnce: 1,
    isLast: true,
  });

  /** Returns the time at which each call starts if the calls take the given durations. All numbers are in milliseconds. */
  const startTimes = (durations: readonly number[]) => {
    const times: number[] = [];
    let now = 0;
    for (let first = 0; first < durations.length; first += most) {
      const free: number[] = Array(atOnce).fill(now);
      for (const duration of durations.slice(first, first + most)) {
        const at = Math.min(...free);
        times.push(at);
        free[free.indexOf(at)] = at + duration;
      }
      now = Math.max(...free) + pause * 1_000;
    }
    return times;
  };
  const duration = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 5_000 }));

  fc.assert(
    fc.property(fc.array(duration, { minLength: 1, maxLength: 1_000, size: 'max' }), (durations) => {
      expect(mostInASecond(startTimes(durations))).toBeLessThanOrEqual(100);
    }),
  );
});

test('a batch ends within the 5 minutes of an Express execution, even if every call fails each time', () => {
  const { MaxItemsPerBatch: most } = startAll['ItemBatcher'];
  const { MaxConcurrency: atOnce } = stateOf('Start each reminder');
  const { Retry = [], TimeoutSeconds = 0 } = stateOf('Start the reminder');
  const [{ MaxAttempts = 0, IntervalSeconds = 0, BackoffRate = 0, MaxDelaySeconds = 0 } = {}] = Retry;
  const delays = Array.from({ length: MaxAttempts }, (_, n) =>
    Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** n),
  );
  const seconds = (MaxAttempts + 1) * TimeoutSeconds + delays.reduce((sum, each) => sum + each, 0);

  expect(Retry).toHaveLength(1);
  expect(Math.ceil(most / atOnce) * seconds).toBeLessThan(300);
});
