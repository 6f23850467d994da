/** All actions that a resource's policy may speak of; SNS takes no `*`. */
export const ALL_ACTIONS = {
  'AWS::SQS::Queue': ['sqs:*'],
  'AWS::SNS::Topic': [
    'sns:AddPermission',
    'sns:DeleteTopic',
    'sns:GetTopicAttributes',
    'sns:ListSubscriptionsByTopic',
    'sns:Publish',
    'sns:RemovePermission',
    'sns:SetTopicAttributes',
    'sns:Subscribe',
  ],
};
