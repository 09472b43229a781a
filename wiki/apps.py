from django.apps import AppConfig
from django.contrib.admin import apps as admin


class WikiConfig(AppConfig):
    default = True
    name = "wiki"
    verbose_name = "Wiki"

    def ready(self):
        from wiki import checks, history  # noqa: F401

        history.register()


class WikiAdminConfig(admin.AdminConfig):
    default = False
    default_site = "wiki.adminsite.WikiAdminSite"
