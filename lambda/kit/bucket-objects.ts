import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CLIENT_SETTINGS } from './client-settings.ts';

/**
 * The S3 client. An upload may take up to 30 s, because S3 responds only after the last byte. A pause of 5 s within an upload
 * or download means that S3 has a problem.
 */
export const s3 = new S3Client({
  ...CLIENT_SETTINGS,
  requestHandler: { ...CLIENT_SETTINGS.requestHandler, requestTimeout: 30_000, socketTimeout: 5_000 },
});

const bucket = () => process.env['BUCKET'];

/** Thrown if a response lacks a field that S3 always returns. For example, a proxy may have answered with a web page. */
class NotFromS3 extends Error {
  override readonly name = 'NotFromS3';
}

/** An object that is open for reading. */
export interface OpenObject {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** The object's size in bytes. */
  readonly size: number;
  /** The time at which the object was written, in milliseconds since the epoch. */
  readonly writtenAt: number;
}

/**
 * Opens an object in the bucket whose name is in the variable `BUCKET`.
 *
 * @throws the SDK's error if the call fails, such as `NoSuchKey` if the object does not exist
 * @throws NotFromS3 if the response does not come from S3
 */
export async function openObject(key: string): Promise<OpenObject> {
  const { Body, ContentLength, LastModified } = await s3.send(new GetObjectCommand({ Bucket: bucket(), Key: key }));
  if (ContentLength === undefined || LastModified === undefined) {
    throw new NotFromS3();
  }
  return { bytes: Body as AsyncIterable<Uint8Array>, size: ContentLength, writtenAt: LastModified.getTime() };
}

/**
 * Writes an object to the bucket whose name is in the variable `BUCKET`.
 *
 * @throws the SDK's error if the call fails
 * @throws NotFromS3 if the response does not come from S3
 */
export async function writeObject(
  key: string,
  body: string | Uint8Array,
  { contentType, metadata }: { readonly contentType: string; readonly metadata?: Readonly<Record<string, string>> },
): Promise<void> {
  const { ETag } = await s3.send(
    new PutObjectCommand({
      Bucket: bucket(),
      Key: key,
      Body: body,
      ContentType: contentType,
      ...(metadata && { Metadata: metadata }),
    }),
  );
  if (ETag === undefined) {
    throw new NotFromS3();
  }
}
