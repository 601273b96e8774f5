"""What things are about: the one list of categories for deals, products, brands and creators' niches."""

from django.db import models


class Topic(models.TextChoices):
    BEAUTY = "beauty", "Beauty"
    FOOD = "food", "Food"
    HOME = "home", "Home"
    PETS = "pets", "Pets"
    TECH = "tech", "Tech"
    DRINKS = "drinks", "Drinks"
    COFFEE = "coffee", "Coffee"
    FASHION = "fashion", "Fashion"
    SPORT = "sport", "Sport"
    KIDS = "kids", "Kids"
    GARDEN = "garden", "Garden"
    BOOKS = "books", "Books"
