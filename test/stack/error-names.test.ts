import { ERRORS } from '../../core/naming/error-names.ts';
import { stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { EVERYTHING } from '../support/every-setting.ts';

const machines = stateMachinesOf(Object.values(synthesise(EVERYTHING).templates));
const machineOf = (name: string) => machines.find((each) => each.name === name);

/** Checks that each state machine fails only with the errors in core/naming/error-names.ts. */

test.each([
  ['remindme-sns', [ERRORS.rejected, ERRORS.notScheduled, ERRORS.undelivered]],
  ['remindme-lambda', [ERRORS.rejected, ERRORS.notScheduled, ERRORS.undelivered]],
  ['remindme-stack-creator', [ERRORS.stackRequestRejected, ERRORS.stackFailed, ERRORS.stackTimedOut]],
  ['remindme-ringing-alarm', [ERRORS.notStarted]],
  ['remindme-expiring-object', [ERRORS.notStarted]],
])('%s fails only with %j', (name, errors) => {
  const failures = Object.values(machineOf(name)?.definition.States ?? {}).filter(({ Type }) => Type === 'Fail');

  expect([...new Set(failures.map(({ Error: error }) => error))].sort()).toEqual([...errors].sort());
});

test.each([
  ['remindme-sns', ERRORS.rejected],
  ['remindme-lambda', ERRORS.rejected],
  ['remindme-stack-creator', ERRORS.stackRequestRejected],
])('%s refuses a request with %s', (name, error) => {
  expect(machineOf(name)?.definition.States['Refuse the request']).toMatchObject({ Error: error });
});
