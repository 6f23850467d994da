/** The names that Step Functions accepts for an execution (API Reference, StartExecution, "name"). */
const EXECUTION_NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

/** Whether an execution can have this name. */
export function isExecutionName(name: string): boolean {
  return EXECUTION_NAME.test(name);
}

/** The ARN of an execution, which need not exist. */
export function executionArn(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** The name of an execution: the last part of its ARN. Returns a plain name as it is. */
export function nameInArn(arnOrName: string): string {
  return arnOrName.slice(arnOrName.lastIndexOf(':') + 1);
}
