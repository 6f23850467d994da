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
 * For each resource type, the properties whose change makes CloudFormation replace the resource. The property with the
 * resource's name comes first. Resources of other types may be replaced, because they hold no data, pending executions do not
 * need them, and no program refers to them by name.
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
 * Patterns of the logical ids of resources that an update may replace or remove, although their type is in {@link REPLACING}.
 * After the update, new functions, pipes and state machines do the work. If executions used the resource of a new pattern, add
 * the date after which no execution needs it. This date is a year after the release that stopped using the resource.
 */
const MAY_CHANGE: readonly RegExp[] = [
  /^LineUpEmail/,
  /^ReportFailure/,
  /^DailySweep/,
  /^EmailThrottle(Pipe|StateMachine)/,
];

/** The types whose resources must survive the deletion of their stack, because they hold data. */
const HOLDERS = ['AWS::SNS::Topic', 'AWS::SQS::Queue', 'AWS::Scheduler::ScheduleGroup'];

/** Returns the resources of the given release that every later version must keep. */
export function keptResources(released: Templates): ReleasedResource[] {
  return Object.entries(released).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources)
      .filter(([logicalId, { Type }]) => Type in REPLACING && !MAY_CHANGE.some((pattern) => pattern.test(logicalId)))
      .map(([logicalId, resource]) => ({ stack, logicalId, resource })),
  );
}

const show = (value: unknown) => (value === undefined ? 'none' : JSON.stringify(value));

/**
 * Returns a sentence for each harmful change in the update. A change is harmful if it removes or replaces a resource that
 * pending executions may need, or if it lets CloudFormation delete data. The list is empty if no change is harmful.
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
