import type { Resource, Template } from '../templates/template.ts';

/** Templates, keyed by the stack's name. */
export type Templates = Readonly<Record<string, Template>>;

/** A resource of a release, and its stack. */
export interface ReleasedResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly resource: Resource;
}

/**
 * For each type of resource, the properties that make CloudFormation replace the resource if they change. The resource's name
 * comes first. Resources of other types can be replaced, because pending executions do not need them, nothing looks them up by
 * name, and they hold no data.
 */
export const REPLACING: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['RoleName', 'Path'],
  'AWS::Lambda::Alias': ['Name', 'FunctionName'],
  'AWS::Lambda::Function': ['FunctionName', 'PackageType', 'TenancyConfig', 'DurableConfig'],
  'AWS::SNS::Topic': ['TopicName', 'FifoTopic'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::SSM::Parameter': ['Name'],
  'AWS::Scheduler::ScheduleGroup': ['Name'],
  'AWS::StepFunctions::StateMachine': ['StateMachineName', 'StateMachineType'],
};

/**
 * Patterns for logical ids. An update may change the resources that these patterns match, although they have one of the types
 * above. After the update, other functions, pipes and state machines can empty the queues. If you add a resource, write the
 * date after which no execution needs it: a year after the release that stopped using it.
 */
const MAY_CHANGE: readonly RegExp[] = [
  /^LineUpEmail/,
  /^ReportFailure/,
  /^DailySweep/,
  /^EmailThrottle(Pipe|StateMachine)/,
];

/** The types whose resources must outlive a deletion or replacement. CloudFormation never replaces a resource with a fixed name. */
const HOLDERS = ['AWS::SNS::Topic', 'AWS::SQS::Queue', 'AWS::Scheduler::ScheduleGroup'];

/** The resources of a release that every later version has to keep. */
export function keptResources(released: Templates): ReleasedResource[] {
  return Object.entries(released).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources)
      .filter(([logicalId, { Type }]) => Type in REPLACING && !MAY_CHANGE.some((pattern) => pattern.test(logicalId)))
      .map(([logicalId, resource]) => ({ stack, logicalId, resource })),
  );
}

const show = (value: unknown) => (value === undefined ? 'none' : JSON.stringify(value));

/**
 * Returns a sentence for each change in an update that harms something that pending executions need. The list is empty if the
 * update harms nothing.
 *
 * @param released the templates that are deployed
 * @param current the templates of the update
 */
export function upgradeHarm(released: Templates, current: Templates): string[] {
  return keptResources(released).flatMap(({ stack, logicalId, resource: before }) => {
    const what = `${logicalId} (${before.Type}) of ${stack}`;
    const after = current[stack]?.Resources[logicalId];
    if (after === undefined) {
      return [
        `The update removes ${what}, which pending executions may need for a year: keep it, with this logical id.`,
      ];
    }
    if (after.Type !== before.Type) {
      return [`The update replaces ${what} by ${after.Type}: keep it, and give the new resource another logical id.`];
    }
    const replaced = (REPLACING[before.Type] ?? []).filter(
      (property) => show(before.Properties[property]) !== show(after.Properties[property]),
    );
    const isHeld = after.DeletionPolicy === 'RetainExceptOnCreate' && after.UpdateReplacePolicy === 'Retain';
    return [
      ...replaced.map(
        (property) =>
          `The update replaces ${what}, because its ${property} changes from ${show(before.Properties[property])} to ${show(after.Properties[property])}: leave it as it is.`,
      ),
      ...(HOLDERS.includes(before.Type) && !isHeld
        ? [`A removed stack deletes ${what} with what it holds: keep its removal policy.`]
        : []),
    ];
  });
}
