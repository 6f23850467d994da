import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { INBOX, REPORTS, WORK } from '../../../core/naming/file-keys.ts';
import { physicalNames } from '../../../core/naming/physical-names.ts';
import { wildcard } from '../../kit/access/acknowledged-wildcards.ts';
import { ServiceFunction, type ServiceFunctionProps } from '../../kit/functions/service-function.ts';

/** Properties of {@link BucketFunction}. */
interface BucketFunctionProps extends Omit<ServiceFunctionProps, 'permissions'> {
  readonly bucket: IBucket;
  /** The folders that the function reads, each with a trailing slash. */
  readonly reads: readonly string[];
  /** The folder that the function writes to, with a trailing slash. */
  readonly writes: string;
  readonly permissions?: readonly PolicyStatement[];
}

/** A function that can read and write only in the given folders of a bucket. */
class BucketFunction extends ServiceFunction {
  constructor(scope: Construct, id: string, props: BucketFunctionProps) {
    const { bucket, reads, writes, permissions = [], environment, ...rest } = props;
    const objectsIn = (folder: string) => bucket.arnForObjects(`${folder}*`);
    super(scope, id, {
      ...rest,
      environment: { ...environment, BUCKET: bucket.bucketName },
      permissions: [
        new PolicyStatement({ actions: ['s3:GetObject'], resources: reads.map(objectsIn) }),
        new PolicyStatement({ actions: ['s3:PutObject'], resources: [objectsIn(writes)] }),
        // without this permission, S3 answers 403 instead of 404 if an object does not exist
        new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
        ...permissions,
      ],
    });
    acknowledgeFolders(this.node.findChild('Role'), bucket, [...reads, writes]);
  }
}

/** Makes cdk-nag accept that the role may use all objects in the given folders of the bucket. */
export function acknowledgeFolders(role: IConstruct, bucket: IBucket, folders: readonly string[]): void {
  Validations.of(role).acknowledge(
    ...[...new Set(folders)].map((folder) =>
      wildcard(
        role,
        bucket.arnForObjects(`${folder}*`),
        'The objects in one folder, whose names people and imports make up.',
      ),
    ),
  );
}

/** Properties of {@link NormaliseFileFunction}. */
export interface NormaliseFileFunctionProps {
  /** The service's name. */
  readonly service: string;
  readonly bucket: IBucket;
}

/** The function that reads a file from the inbox and writes its reminders as JSON Lines. */
export class NormaliseFileFunction extends BucketFunction {
  constructor(scope: Construct, id: string, { service, bucket }: NormaliseFileFunctionProps) {
    super(scope, id, {
      functionName: physicalNames(service).functions.normaliseFile,
      description: 'Reads a file with reminders',
      code: 'normalise-file',
      timeout: Duration.minutes(15),
      // 1,769 MB give the function one full vCPU; the largest file needs only 350 MB (npm run bench:files)
      memoryMegabytes: 1_769,
      bucket,
      reads: [INBOX],
      writes: WORK,
      environment: {},
    });
  }
}

/** Properties of {@link ReportFileFunction}. */
export interface ReportFileFunctionProps extends NormaliseFileFunctionProps {
  /** The throttled queue for emails. */
  readonly throttledQueue: IQueue;
}

/** The function that writes the report about a file, and puts an email about the file into the throttled queue. */
export class ReportFileFunction extends BucketFunction {
  constructor(scope: Construct, id: string, { service, bucket, throttledQueue }: ReportFileFunctionProps) {
    super(scope, id, {
      functionName: physicalNames(service).functions.reportFile,
      description: 'Writes the report about a file with reminders',
      code: 'report-file',
      timeout: Duration.minutes(5),
      // 100,000 refused rows with their reasons need 250 MB
      memoryMegabytes: 512,
      bucket,
      reads: [WORK, REPORTS],
      writes: REPORTS,
      permissions: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [throttledQueue.queueArn] })],
      environment: { QUEUE_URL: throttledQueue.queueUrl, SERVICE: service },
    });
  }
}
