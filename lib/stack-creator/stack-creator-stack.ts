import { Annotations, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { acknowledgeLoggingAndTracing, acknowledgeStacks } from '../kit/access/acknowledged-wildcards.ts';
import type { Settings } from '../settings.ts';
import { StackCreatorStateMachine } from './stack-creator-state-machine.ts';

/** Properties of {@link StackCreatorStack}. */
export interface StackCreatorStackProps extends StackProps {
  /** The settings of the deployment. */
  readonly settings: Settings;
  /** The topic of the stack reports. */
  readonly topic: ITopic;
}

/** The stack of the stack creator: the state machine, and the role that it passes to CloudFormation. */
export class StackCreatorStack extends Stack {
  constructor(scope: Construct, id: string, props: StackCreatorStackProps) {
    super(scope, id, props);
    const { stacks, stateMachines, parameters } = physicalNames(props.settings.name);

    const creator = new StackCreatorStateMachine(this, 'StackCreator', {
      stateMachineName: stateMachines.stackCreator,
      parameterName: parameters.stateMachineArn('stack-creator'),
      names: { prefix: props.settings.stackPrefix, ownStacks: Object.values(stacks) },
      deploymentRole: this.deploymentRole(props.settings),
      topic: props.topic,
    });
    acknowledgeLoggingAndTracing(creator.stateMachine);
    acknowledgeStacks(creator.stateMachine, props.settings.stackPrefix);

    new CfnOutput(this, 'StackCreatorStateMachineArn', {
      value: creator.stateMachine.stateMachineArn,
      description: 'Creates, updates and deletes CloudFormation stacks and reports the results',
    });
  }

  /**
   * The role of the setting, or one without any permission. CloudFormation always gets a role, because without one it would
   * use the role that the stack had before, or the state machine's permissions.
   */
  private deploymentRole({ stackPrefix, deploymentRoleArn }: Settings): IRole {
    if (deploymentRoleArn !== undefined) {
      return Role.fromRoleArn(this, 'DeploymentRole', deploymentRoleArn, { mutable: false });
    }
    Annotations.of(this).addInfoV2(
      'remindme:no-deployment-role',
      `The stack creator can only create resources that need no permission, such as a wait condition, in stacks named ${stackPrefix}*. To change that, deploy with -c deploymentRoleArn=arn:aws:iam::<account>:role/<role>: a role that CloudFormation may assume and that has the permissions that your templates need.`,
    );
    return new Role(this, 'DeploymentRole', {
      assumedBy: new ServicePrincipal('cloudformation.amazonaws.com'),
      description: 'What CloudFormation may do for stacks of the stack creator: nothing, until a role is set',
    });
  }
}
