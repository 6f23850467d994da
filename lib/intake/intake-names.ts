import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Settings } from '../settings.ts';

/**
 * Names of resources in the intake stack. The notifications stack, which is deployed earlier, uses these names in a queue's
 * policy and in the rule for failures.
 */
export interface IntakeNames {
  /** The names of the EventBridge rules. `eventBus` is missing for a rule on the account's default bus. */
  readonly rules: readonly { readonly name: string; readonly eventBus?: string }[];
  /** The names of the state machines. */
  readonly stateMachines: readonly string[];
}

/** Returns the names of the rules and state machines that the settings turn on. */
export function intakeNames({ name, events, files, ringingAlarms, expiringObjects }: Settings): IntakeNames {
  const { eventBus, rule, stateMachines } = physicalNames(name);
  const hasAlarms = ringingAlarms !== undefined;
  const hasObjects = expiringObjects !== undefined;
  return {
    rules: [
      ...(events ? [{ name: rule('requests'), eventBus }] : []),
      ...(files ? [{ name: rule('files') }] : []),
      ...(hasAlarms ? [{ name: rule('ringing-alarms') }] : []),
      ...(hasObjects ? [{ name: rule('expiring-objects') }] : []),
    ],
    stateMachines: [
      ...(files ? [stateMachines.importFile] : []),
      ...(hasAlarms ? [stateMachines.ringingAlarm] : []),
      ...(hasObjects ? [stateMachines.expiringObject] : []),
    ],
  };
}
