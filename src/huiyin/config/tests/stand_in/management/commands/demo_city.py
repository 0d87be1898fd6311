"""A city of one person, in place of the real one: the tests of the server need somebody, not sixty units."""

from django.core.management.base import BaseCommand

from huiyin.people.models import User


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--city")
        parser.add_argument("--print-signins", action="store_true")

    def handle(self, *args, **options):
        if options["print_signins"]:
            print("人数", User.objects.filter(username="0001").count(), flush=True)
        else:
            User.objects.create_user("0001", "李审核", "a password of the demo")
