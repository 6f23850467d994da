import { Annotations, Stack } from 'aws-cdk-lib';
import { type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledgeLoggingAndTracing, acknowledgeStacks } from '../kit/access/acknowledged-wildcards.ts';
import { StackCreatorStateMachine } from './stack-creator-state-machine.ts';

/** Properties of {@link StackCreator}. */
export interface StackCreatorProps {
  /** The topic that gets a report about each request. */
  readonly topic: ITopic;
  /**
   * The name prefix of the stacks that requests may change. It consists of letters, digits and hyphens, and ends with a hyphen.
   */
  readonly stackPrefix: string;
  /**
   * The role that CloudFormation assumes to change the stacks. An object with only `roleArn` is enough.
   * @default - a new role without permissions, which allows only resources that need no permission
   */
  readonly deploymentRole?: Pick<IRole, 'roleArn'> | undefined;
  /**
   * The names of stacks that no request may change, even if they have the prefix.
   * @default - the stack that contains the stack creator
   */
  readonly protectedStacks?: readonly string[];
  /**
   * The state machine's physical name.
   * @default - a generated name
   */
  readonly stateMachineName?: string;
  /**
   * The name of a parameter that holds the state machine's ARN.
   * @default - no parameter
   */
  readonly parameterName?: string;
}

/**
 * A state machine that creates, updates and deletes CloudFormation stacks, waits for them, and publishes a report. It passes a
 * role to CloudFormation. The permissions of this role limit what the stacks may contain.
 */
export class StackCreator extends Construct {
  /** The state machine. Its input is the request. */
  readonly stateMachine: IStateMachine;

  constructor(scope: Construct, id: string, props: StackCreatorProps) {
    super(scope, id);
    const { stackPrefix, protectedStacks = [Stack.of(this).stackName], deploymentRole, ...rest } = props;
    const { stateMachine } = new StackCreatorStateMachine(this, 'StackCreator', {
      ...rest,
      names: { prefix: stackPrefix, ownStacks: protectedStacks },
      deploymentRole: deploymentRole ?? this.roleWithoutPermissions(stackPrefix),
    });
    acknowledgeLoggingAndTracing(stateMachine);
    acknowledgeStacks(stateMachine, stackPrefix);
    this.stateMachine = stateMachine;
  }

  /**
   * Creates a role without permissions. Without a role, CloudFormation would use the stack's earlier role or the state
   * machine's permissions.
   */
  private roleWithoutPermissions(stackPrefix: string): IRole {
    Annotations.of(this).addInfoV2(
      'remindme:no-deployment-role',
      `The stack creator can only create resources that need no permission, such as a wait condition, in stacks named ${stackPrefix}*. To change that, set deploymentRole (in the app of remindme itself: -c deploymentRoleArn=arn:aws:iam::<account>:role/<role>) to a role that CloudFormation may assume and that has the permissions that your templates need.`,
    );
    return new Role(this, 'DeploymentRole', {
      assumedBy: new ServicePrincipal('cloudformation.amazonaws.com'),
      description: 'What CloudFormation may do for stacks of the stack creator: nothing, until a role is set',
    });
  }
}
