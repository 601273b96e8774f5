"""Creating a bucket that browsers may upload to."""

import time
from collections.abc import Mapping

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

CORS_RULE = {
    # Any origin: a presigned URL or POST policy is itself the permission, and cookies are not sent.
    "AllowedOrigins": ["*"],
    "AllowedMethods": ["GET", "HEAD", "PUT", "POST"],
    "AllowedHeaders": ["*"],
    "ExposeHeaders": ["ETag"],
    "MaxAgeSeconds": 3600,
}


def ensure_bucket(environment: Mapping[str, str], bucket: str, *, patience_seconds: float = 15) -> None:
    """Create the bucket and its CORS rule if needed. A store that has just started may refuse for a moment."""
    client = boto3.client(
        "s3",
        endpoint_url=environment["S3_ENDPOINT_URL"],
        region_name=environment["S3_REGION"],
        aws_access_key_id=environment["S3_ACCESS_KEY"],
        aws_secret_access_key=environment["S3_SECRET_KEY"],
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}, connect_timeout=2, read_timeout=10),
    )
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            if bucket not in {known["Name"] for known in client.list_buckets()["Buckets"]}:
                client.create_bucket(Bucket=bucket)
            client.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [CORS_RULE]})
        except (BotoCoreError, ClientError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)
        else:
            return
