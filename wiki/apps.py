from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class WikiConfig(AppConfig):
    default = True
    name = "wiki"
    verbose_name = "Wiki"

    def ready(self):
        from wiki import checks, history  # noqa: F401

        history.register()


class WikiAdminConfig(AdminConfig):
    default = False
    default_site = "wiki.admin.site.WikiAdminSite"
