import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { INBOX, REPORTS, WORK } from '../../../core/naming/file-keys.ts';
import { restrictBucket } from '../../kit/access/restrict-access.ts';

/**
 * The number of days for which S3 keeps the objects in each folder, counted from the midnight UTC after an object's creation.
 */
const KEPT = [
  { id: 'Inbox', prefix: INBOX, days: 30 },
  { id: 'Reports', prefix: REPORTS, days: 30 },
  // longer than an import, which takes at most a day
  { id: 'Work', prefix: WORK, days: 2 },
] as const;

/**
 * The bucket for files with reminders. It accepts only requests over TLS from its own account. S3 encrypts the objects with
 * keys that S3 manages (SSE-S3), and sends an event to EventBridge for each new object.
 */
export class FilesBucket extends Construct {
  /** The bucket. CloudFormation generates its name. */
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [
        ...KEPT.map(({ id, prefix, days }) => ({ id, prefix, expiration: Duration.days(days) })),
        { id: 'UnfinishedUploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      // CloudFormation deletes the bucket only if it is empty
      removalPolicy: RemovalPolicy.DESTROY,
    });
    restrictBucket(bucket);
    // CDK's `eventBridgeEnabled` would add a Lambda function that sets the same property
    (bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'Access logs would need a second bucket, which nobody reads. CloudTrail can record the same requests.',
    });
    this.bucket = bucket;
  }
}
