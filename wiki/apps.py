from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin


class WikiConfig(AppConfig):
    default = True
    name = "wiki"
    verbose_name = "Wiki"

    def ready(self):
        from wiki import checks, history, metrics, replicas, reporting  # noqa: F401
        from wiki.rendering import sandbox

        reporting.begin(settings.SENTRY_DSN)
        history.register()
        replicas.report_to(metrics.replica)
        sandbox.report_to(metrics.render_begins, metrics.render_ends)


class WikiAdminConfig(admin.AdminConfig):
    default = False
    default_site = "wiki.adminsite.WikiAdminSite"
