"""What things are about: the one list of categories for deals, products, brands and creators' niches."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    BEAUTY = "beauty", _("Beauty")
    FOOD = "food", _("Food")
    HOME = "home", _("Home")
    PETS = "pets", _("Pets")
    TECH = "tech", _("Tech")
    DRINKS = "drinks", _("Drinks")
    COFFEE = "coffee", _("Coffee")
    FASHION = "fashion", _("Fashion")
    SPORT = "sport", _("Sport")
    KIDS = "kids", _("Kids")
    GARDEN = "garden", _("Garden")
    BOOKS = "books", _("Books")
