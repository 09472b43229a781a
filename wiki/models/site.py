from django.db import models


class SiteQuerySet(models.QuerySet):
    """What the site says of itself is for everybody."""

    def visible_to(self, user):
        return self


class Site(models.Model):
    """What admins set in the browser. One row at most; an empty field leaves the default."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=60, blank=True)
    tagline = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True)  # Markdown as written
    licence = models.CharField("licence of the content", max_length=100, blank=True)
    licence_url = models.URLField("address of the licence", blank=True)
    signup = models.CharField("who may sign up", max_length=8, blank=True)  # open approval invite closed

    objects = SiteQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="site_once")]

    def __str__(self):
        return self.name
