"""Every URL of the site, grouped by thing."""

from django.contrib import admin
from django.urls import include, path

from wiki.views import citations, entries, home, tags

CONCEPT, ESSAY = {"kind": "concept"}, {"kind": "essay"}

urlpatterns = [
    path("", home.home, name="home"),
    # Concepts
    path("concepts/", entries.concept_list, name="concept_list"),
    path("concepts/<str:slug>.md", entries.document, CONCEPT, name="concept_document"),
    path("concepts/<str:slug>/", entries.detail, CONCEPT, name="concept_detail"),
    path("concepts/<str:slug>/links/", entries.links, CONCEPT, name="concept_links"),
    # Essays
    path("essays/", entries.essay_list, name="essay_list"),
    path("essays/<str:slug>.md", entries.document, ESSAY, name="essay_document"),
    path("essays/<str:slug>/", entries.detail, ESSAY, name="essay_detail"),
    path("essays/<str:slug>/links/", entries.links, ESSAY, name="essay_links"),
    # Tags and citations
    path("tags/", tags.index, name="tag_list"),
    path("tags/<path:slug>/", tags.detail, name="tag_detail"),
    path("citations/", citations.index, name="citation_list"),
    path("citations/<path:key>/", citations.detail, name="citation_detail"),
    # People
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
]
