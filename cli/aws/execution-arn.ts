/** What AWS takes for the name of an execution (Step Functions API Reference, StartExecution, "name"). */
const EXECUTION_NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

/** Whether an execution can be called so. */
export function isExecutionName(name: string): boolean {
  return EXECUTION_NAME.test(name);
}

/** The ARN of an execution, which need not exist. */
export function executionArn(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** The name of an execution, the last part of its ARN. A name alone is given as it is. */
export function nameInArn(arnOrName: string): string {
  return arnOrName.slice(arnOrName.lastIndexOf(':') + 1);
}
