#!/usr/bin/env python3
"""Prints the vectors of Fetch/S3SignatureTests.swift as botocore signs them.

Needs botocore (pip install botocore); any other signature than botocore's for the same moment is a bug of ours.
"""
import datetime
import json
from unittest import mock

import botocore
import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.session

KEYS = [
    "plain.pdf", "folder/with space/a b.pdf", "a+b=c&d.pdf", "ü/日本語.pdf", "u\u0308.pdf", "tilde~file.pdf",
    "per%20cent%zz.pdf", "a/../b/./c.pdf", "/leading//double/", "quote'\"(x)[y]{z}.pdf", "a?b#c;d:e@f!g$h,i*j.pdf",
    "tab\there.pdf", "😀.pdf", "back\\slash|pipe^caret`tick<>.pdf", ".", "..", "-_.~",
]
MOMENT = datetime.datetime(2026, 11, 21, 8, 9, 10, tzinfo=datetime.timezone.utc)


def sign(key, endpoint, style, region, token):
    session = botocore.session.Session()
    session.set_credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token)
    client = session.create_client(
        "s3", region_name=region, endpoint_url=endpoint,
        config=botocore.config.Config(
            s3={"addressing_style": style, "payload_signing_enabled": True}, signature_version="s3v4",
            request_checksum_calculation="when_required", response_checksum_validation="when_required"))
    seen = {}

    def before(request, **_):
        seen["url"] = request.url
        seen["authorization"] = request.headers["Authorization"].decode()
        return botocore.awsrequest.AWSResponse(request.url, 200, {}, mock.Mock(stream=lambda *_a, **_k: iter(())))

    client.meta.events.register("before-send.s3", before)
    with mock.patch("botocore.auth.get_current_datetime", lambda *_: MOMENT.replace(tzinfo=None)):
        client.get_object(Bucket="my-bucket", Key=key)
    return seen


def literal(text):
    """A string literal of Swift."""
    return json.dumps(text, ensure_ascii=False).replace("\\u0308", "\\u{308}")


if __name__ == "__main__":
    for key in KEYS:
        path = sign(key, "http://127.0.0.1:9000", "path", "eu-central-1", None)
        virtual = sign(key, None, "virtual", "us-west-2", "FwoGZXIvYXdzE/token+with=signs==")
        prefix = "http://127.0.0.1:9000/my-bucket/"
        assert virtual["url"] == "https://my-bucket.s3.us-west-2.amazonaws.com/" + path["url"][len(prefix):]
        signatures = [one["authorization"].split("Signature=")[1] for one in (path, virtual)]
        print("        (")
        print(f"            {literal(key)}, {literal(path['url'][len(prefix):])},")
        print(f"            \"{signatures[0]}\",")
        print(f"            \"{signatures[1]}\"")
        print("        ),")
