"""Signs the requests of schemathesis. The environment variable SCHEMATHESIS_HOOKS makes schemathesis load this file."""

import os

import schemathesis
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from requests.auth import AuthBase


class Signature(AuthBase):
    """Adds an AWS Signature Version 4 to each request just before sending, because the signature covers the final request."""

    def __call__(self, request):
        credentials = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
        signed = AWSRequest(method=request.method, url=request.url, data=request.body)
        SigV4Auth(credentials, "execute-api", os.environ["AWS_REGION"]).add_auth(signed)
        request.headers.update(dict(signed.headers))
        return request


schemathesis.auth.set_from_requests(Signature())
