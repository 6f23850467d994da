import { stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { type Run, runDefinition, StatesError } from '../support/run-definition.ts';

/** Tests the executions that a schedule starts for an occurrence of a repeated reminder. */

const machines = stateMachinesOf(Object.values(synthesise().templates));

const SCHEDULE = '20270129T090000Z-cd5fc434ef1e4063';
const AT = '2027-02-05T09:00:00Z';
const REQUEST = {
  message: 'Bins out 🗑️',
  subject: 'Bins',
  seconds: 0,
  repeat: { name: SCHEDULE, at: AT, rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR', zone: 'Europe/London' },
};
const EVERY_OTHER_WEEK = { since: '2027-01-29T09:00:00Z', unitDays: 7, every: 2 };

/** A call that a state machine made to another service. */
interface Call {
  readonly action: string;
  // biome-ignore lint/suspicious/noExplicitAny: the arguments differ between services
  readonly args: any;
}

/** Runs the execution that a schedule starts 21 s after the due time of an occurrence. Returns the run and its calls. */
async function occur(via: string, repeat: object, answer: () => unknown) {
  const machine = machines.find(({ name }) => name === `remindme-${via}`);
  if (!machine) {
    throw new Error('There is no such state machine.');
  }
  const input = { ...REQUEST, repeat: { ...REQUEST.repeat, ...repeat } };
  const calls: Call[] = [];
  const run: Run = await runDefinition(machine.definition, input, {
    service: (action, args) => {
      calls.push({ action, args });
      return action === 'sqs:sendMessage' ? {} : answer();
    },
    wait: () => {},
    context: {
      Execution: { Id: 'an arn', Name: 'a name', StartTime: '2027-02-05T09:00:21Z', Input: input },
      StateMachine: { Id: 'a machine' },
    },
  });
  return { run, calls };
}

test.each([
  ['sns', { MessageId: 'm1' }],
  ['lambda', { Payload: { messageId: 'm1' } }],
])('via %s, an occurrence is due at the time of its schedule and passes three states', async (via, answer) => {
  const { run, calls } = await occur(via, {}, () => answer);

  expect(run).toMatchObject({
    status: 'SUCCEEDED',
    output: { messageId: 'm1', dueAt: AT },
    states: ['Check the request', 'Wait until due', 'Send the reminder'],
  });
  expect(JSON.stringify(calls)).toContain(`${SCHEDULE}/${AT}`);
});

test('an occurrence is published with an attribute that is the same in every execution', async () => {
  const { calls } = await occur('sns', {}, () => ({ MessageId: 'm1' }));
  expect(calls[0]?.args.MessageAttributes.occurrence).toEqual({
    DataType: 'String',
    StringValue: `${SCHEDULE}/${AT}`,
  });
});

test.each([
  [{ interval: EVERY_OTHER_WEEK }, 'this time is between two occurrences'],
  [{ skip: [{ from: '2027-02-05T00:00:00Z', to: '2027-02-06T00:00:00Z' }] }, 'the reminder skips this time'],
])('a time at which nothing is due ends in two states, with the reason: %j', async (repeat, reason) => {
  const { run, calls } = await occur('sns', repeat, () => ({}));

  expect(run).toMatchObject({
    status: 'SUCCEEDED',
    output: { skipped: `Nothing is due at ${AT}, because ${reason}.` },
    states: ['Check the request', 'Skip this time'],
  });
  expect(calls).toEqual([]);
});

test('an occurrence that cannot be sent is kept with everything that sends it again', async () => {
  const { run, calls } = await occur('sns', {}, () => {
    throw new StatesError('SNS.InternalErrorException', 'Internal error.');
  });

  expect(run).toMatchObject({ status: 'FAILED', error: 'ReminderUndelivered' });
  expect(JSON.parse(calls.at(-1)?.args.MessageBody)).toMatchObject({ request: REQUEST, dueAt: AT });
});
