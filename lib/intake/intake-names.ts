import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Settings } from '../settings.ts';

/** The names in the intake stack that a stack deployed before it needs for its policies and its rule. */
export interface IntakeNames {
  /** The EventBridge rules. `eventBus` is missing for a rule on the account's own bus. */
  readonly rules: readonly { readonly name: string; readonly eventBus?: string }[];
  /** The state machines. */
  readonly stateMachines: readonly string[];
}

/** Returns the names of the rules and state machines in the intake stack. */
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
