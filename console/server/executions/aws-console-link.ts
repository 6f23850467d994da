/** The host name of the AWS console in each partition (AWS General Reference, "AWS Management Console endpoints"). */
const CONSOLES: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Returns the URL of an execution in the AWS console. Returns `undefined` for an unknown partition. */
export function awsConsoleLink(executionArn: string): string | undefined {
  const [, partition = '', , region] = executionArn.split(':');
  const host = CONSOLES[partition];
  return host && `https://${region}.${host}/states/home?region=${region}#/v2/executions/details/${executionArn}`;
}
