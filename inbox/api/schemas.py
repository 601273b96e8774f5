"""Shapes of answers, for the OpenAPI document. The values are made by `representations`."""

from typing import Any

from rest_framework import serializers

from content.api.schemas import PermissionSchema, RejectionSchema

Schema = serializers.Serializer[Any]


class AttachmentSchema(Schema):
    object = serializers.CharField(help_text="names the type")
    id = serializers.CharField()
    name = serializers.CharField(help_text="as its author named it")
    kind = serializers.CharField(help_text="photo or pdf")
    state = serializers.CharField(help_text="processing, ready or rejected")
    size_bytes = serializers.IntegerField(help_text="of what was uploaded")
    url = serializers.CharField(allow_null=True, help_text="five minutes: the photo drawn anew, or the PDF; once ready")
    rejection = RejectionSchema(allow_null=True, help_text="why it can't be used")


class OwnAttachmentSchema(AttachmentSchema):
    """A file of the caller's for a message, or one that was sent."""

    state = serializers.CharField(help_text="waiting, processing, ready, rejected or expired")
    application = serializers.CharField(help_text="whose conversation it is for")
    message = serializers.CharField(allow_null=True, help_text="it went with; null: not sent yet")
    due_at = serializers.DateTimeField(allow_null=True, help_text="not completed or sent by then, it is deleted")
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="complete, delete")
    upload = PermissionSchema(allow_null=True, help_text="only in the answer that grants it")


class MessageSchema(Schema):
    object = serializers.CharField(help_text="names the type")
    id = serializers.CharField()
    thread = serializers.CharField()
    side = serializers.CharField(help_text="brand or creator")
    author = serializers.CharField(help_text="name of the person")
    mine = serializers.BooleanField(help_text="the caller wrote it")
    text = serializers.CharField(help_text="plain text; escape it before showing it as HTML")
    attachments = AttachmentSchema(many=True, help_text="photos and PDFs; a message may be nothing else")
    contact_hint = serializers.CharField(
        allow_null=True,
        help_text="what the text looks like it holds (email, phone, messenger, payment): say that trades outside Barter are not protected",
    )
    created_at = serializers.DateTimeField()


class ThreadSchema(Schema):
    object = serializers.CharField(help_text="names the type")
    id = serializers.CharField()
    application = serializers.CharField()
    collaboration = serializers.CharField(allow_null=True, help_text="what the application became")
    deal = serializers.CharField()
    deal_title = serializers.CharField()
    brand = serializers.CharField()
    brand_name = serializers.CharField()
    creator = serializers.CharField()
    creator_name = serializers.CharField()
    side = serializers.CharField(help_text="on which side the caller stands: brand or creator")
    unread = serializers.BooleanField(help_text="the other side wrote something the caller has not read")
    last_message = MessageSchema(allow_null=True)
    last_message_at = serializers.DateTimeField()
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="write, read")


class NotificationSchema(Schema):
    object = serializers.CharField(help_text="names the type")
    id = serializers.CharField()
    kind = serializers.CharField(help_text="clients must accept values they do not know")
    topic = serializers.CharField(help_text="what it can be muted by: deals, parcels, clips, ...")
    subject = serializers.CharField(help_text="the line, as of now")
    lead = serializers.CharField(allow_blank=True, help_text="one sentence more")
    action = serializers.CharField(help_text="words of the button")
    needs_action = serializers.BooleanField(
        help_text="of the kind; whether it is still the caller's move, the object says"
    )
    about = serializers.CharField(help_text="id of what it is about")
    deal = serializers.CharField(allow_null=True)
    brand = serializers.CharField(allow_null=True)
    count = serializers.IntegerField(help_text="how many events this line stands for")
    url = serializers.CharField(help_text="its page on the site, without the host")
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class UnreadSchema(Schema):
    object = serializers.CharField(help_text="`unread`")
    news = serializers.IntegerField(help_text="unread news, messages among them; 100 stands for 100 and more")
    moves = serializers.IntegerField(help_text="trades and applications that wait for the caller as a creator")


class ReadSchema(Schema):
    object = serializers.CharField(help_text="names the type")
    read = serializers.IntegerField(help_text="how many changed")
    unread = serializers.IntegerField(help_text="how many are left; 100 stands for 100 and more")
