import { CANCELLED } from '../../cli/reminders/status.ts';
import { NO_INCIDENT } from '../../reminder/error-names.ts';
import { stateMachinesOf } from '../support/state-machines.ts';
import { synthesise } from '../support/synthesise.ts';

/** The names of errors that are no incident stand once; whoever ends an execution with one of them must mean the same. */

test('the command line cancels with the name that is no incident', () => {
  expect(CANCELLED).toBe(NO_INCIDENT.cancelled);
});

test.each([
  ['remindme-sns', NO_INCIDENT.rejected],
  ['remindme-lambda', NO_INCIDENT.rejected],
  ['remindme-stack-creator', NO_INCIDENT.stackRequestRejected],
])('%s refuses a request with %s', (name, error) => {
  const machine = stateMachinesOf(Object.values(synthesise().templates)).find((each) => each.name === name);

  expect(machine?.definition.States['Refuse the request']).toMatchObject({ Type: 'Fail', Error: error });
});
