import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ReminderTopic, type ReminderTopicProps } from '../../lib/topics/reminder-topic.ts';
import { testApp } from '../../scripts/templates/test-app.ts';

function stackWith(props: Partial<ReminderTopicProps> = {}): Stack {
  const stack = new Stack(testApp(), 'Stack');
  new ReminderTopic(stack, 'ReminderTopic', { parameterName: '/service/notifyme', purpose: 'is tested', ...props });
  return stack;
}

function topicOf(template: Template): { logicalId: string } {
  const [logicalId = ''] = Object.keys(template.findResources('AWS::SNS::Topic'));
  return { logicalId };
}

// if the property has the alias's ARN instead of its name, AWS does not create the key, and Publish fails (aws-cdk issue 22605)
test('the topic is encrypted at rest with the key that AWS manages for SNS, named by its alias', () => {
  const template = Template.fromStack(stackWith());

  template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: 'alias/aws/sns' });
  template.resourceCountIs('AWS::KMS::Key', 0);
});

test('the parameter has the ARN of the topic', () => {
  const template = Template.fromStack(stackWith({ parameterName: '/team/notifyme' }));

  template.hasResourceProperties('AWS::SSM::Parameter', {
    Name: '/team/notifyme',
    Type: 'String',
    Description: 'ARN of the topic that is tested',
    Value: { Ref: topicOf(template).logicalId },
  });
});
