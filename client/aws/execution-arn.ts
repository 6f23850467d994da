import { withoutSuffix } from '../../core/reminder/execution-name.ts';

/** Matches the names that Step Functions accepts for an execution (API Reference, StartExecution, "name"). */
const EXECUTION_NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\uFFFE\uFFFF\u{10000}-\u{10FFFF}]{1,80}$/u;

/** True if Step Functions accepts an execution with this name. */
export function isExecutionName(name: string): boolean {
  return EXECUTION_NAME.test(name);
}

/**
 * Derives the ARN of an execution from the state machine's ARN and the execution's name. Does not check whether the execution
 * exists.
 */
export function executionArn(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/**
 * Returns a reminder's id from the ARN or the name of its execution. For any other ARN, returns the part after the last colon.
 */
export function nameInArn(arnOrName: string): string {
  return withoutSuffix(arnOrName.slice(arnOrName.lastIndexOf(':') + 1));
}
