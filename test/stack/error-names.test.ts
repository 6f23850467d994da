import { ERRORS } from '../../core/naming/error-names.ts';
import { stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';

/** Whether each state machine fails only with the errors of core/naming/error-names.ts. */

test.each([
  ['remindme-sns', [ERRORS.rejected, ERRORS.undelivered]],
  ['remindme-lambda', [ERRORS.rejected, ERRORS.undelivered]],
  ['remindme-stack-creator', [ERRORS.stackRequestRejected, ERRORS.stackFailed, ERRORS.stackTimedOut]],
])('%s fails only with %j', (name, errors) => {
  const machine = stateMachinesOf(Object.values(synthesise().templates)).find((each) => each.name === name);
  const failures = Object.values(machine?.definition.States ?? {}).filter(({ Type }) => Type === 'Fail');

  expect(failures.map(({ Error: error }) => error).sort()).toEqual([...errors].sort());
  expect(machine?.definition.States['Refuse the request']).toMatchObject({ Error: errors[0] });
});
