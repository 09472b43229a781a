from django.db import models


class Stamp(models.Model):
    """A number that stands for what a page shows: another one after every change of it.

    Random, no counter: after a restore or a lost commit a counter would come back to a value that it had, and what
    somebody keeps under that value would seem current. Rows stay when their pages go.
    """

    key = models.CharField(max_length=300, primary_key=True)  # wiki.stamps says how it is named
    token = models.BigIntegerField()

    def __str__(self):
        return self.key
