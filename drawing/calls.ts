/** A call to an AWS service, and the calls that it causes. */
export interface Call {
  /** The label in the picture, such as `SNS publish`. */
  readonly text: string;
  readonly leadsTo: readonly Call[];
}

/** The names of services, keyed by prefix. Other services are named by their prefix in upper case. */
const SERVICES: Readonly<Record<string, string>> = {
  cloudformation: 'CloudFormation',
  dynamodb: 'DynamoDB',
  events: 'EventBridge',
  lambda: 'Lambda',
  scheduler: 'Scheduler',
  sfn: 'Step Functions',
  ssm: 'Parameter Store',
  states: 'Step Functions',
};

/** Returns the label for a service and its action, such as `SNS publish`. */
export function callText(service: string, action: string): string {
  const name = SERVICES[service] ?? service.toUpperCase();
  return `${name} ${action.charAt(0).toLowerCase()}${action.slice(1)}`;
}

/**
 * Returns the label for a task's API call. The label is derived from the task's `Resource`, such as
 * `arn:…:states:::sns:publish` or `arn:…:states:::aws-sdk:ssm:getParameter`. Returns any other `Resource` unchanged.
 */
export function callOf(resource: string): string {
  const [service, action] = resource.split(':::').at(-1)?.replace('aws-sdk:', '').split(':') ?? [];
  return service !== undefined && action !== undefined ? callText(service, action.split('.')[0] ?? action) : resource;
}
