import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { TIME_LIMITS } from './time-limits.ts';

const configuration = {
  maxAttempts: 2,
  requestHandler: {
    connectionTimeout: TIME_LIMITS.connection,
    requestTimeout: TIME_LIMITS.answer,
    throwOnRequestTimeout: true, // without this, the SDK logs a warning and keeps waiting
    socketTimeout: TIME_LIMITS.silence,
  },
};

/** The SDK clients. */
export const sns = new SNSClient(configuration);
export const ssm = new SSMClient(configuration);
